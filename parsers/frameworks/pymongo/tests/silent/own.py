from pymongo import ASCENDING


def own(words):
    return words["list"]["first"].find("x"), ASCENDING
