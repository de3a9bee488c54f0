"""A child process that decodes and measures pictures with the libraries of the extras, which nothing else imports."""
