class Tool { void run() {} }
