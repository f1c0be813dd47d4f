class User
