"""The remote driver: follows what runs elsewhere (see `executors.remote`) from its start to its end."""
