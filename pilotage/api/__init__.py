"""The API of the steering room, one resource a file: what is read, what is filtered, what is written."""
