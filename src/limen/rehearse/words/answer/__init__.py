"""Sentences that answer: can this study answer its question, and which question?"""
