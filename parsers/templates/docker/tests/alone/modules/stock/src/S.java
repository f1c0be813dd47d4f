class S{}
