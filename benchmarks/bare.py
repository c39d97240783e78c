"""The bare web application that the product's is measured against: Flask, and one row into SQLite for each POST."""

import os
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.post("/")
def insert() -> str:
    connection = sqlite3.connect(os.environ["BARE_DATABASE"], timeout=10)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    with connection:
        connection.execute("CREATE TABLE IF NOT EXISTS given (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO given (text) VALUES (?)", (request.form["answer"],))
    connection.close()
    return "thanks"
