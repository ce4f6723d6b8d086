"""Evaluating a user's own SPARQL: guarded, in a process that can be stopped, on a store or an endpoint."""
