"""Ways out of a store as files: one module for each family of formats."""
