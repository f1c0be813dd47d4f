def urlopen(url):
    return url
