"""How a running bot is seen from outside: meters for Prometheus, lines in a log, traces. Knows nothing of bots."""
