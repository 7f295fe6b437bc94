"""The real server under load and under `kill -9`: made, filled, attacked, and then counted.

Each part runs in a process of its own, because Django serves one folder per process: `crowd` fills
a study with people and writes down what their telephones will send, `telephones` sends it, `found`
compares what was acknowledged with what is in the record.
"""
