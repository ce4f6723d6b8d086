"""Documents read in processes of their own, which can be stopped: a bad file harms nothing but its own reading."""
