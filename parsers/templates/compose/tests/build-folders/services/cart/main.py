import libs
