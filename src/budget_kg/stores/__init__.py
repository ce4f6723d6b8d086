"""Where graphs live: one module per backend, all speaking the protocols of `contract`."""
