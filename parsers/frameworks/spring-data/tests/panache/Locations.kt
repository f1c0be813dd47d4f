package games

import io.quarkus.hibernate.orm.panache.kotlin.PanacheRepository
import jakarta.persistence.Entity
import jakarta.persistence.Table

@Entity
@Table(name = "locations")
class Location

class LocationRepository : PanacheRepository<Location> {
    fun byName(name: String) = find("name", name).firstResult()
}

class LocationService(private val repository: LocationRepository) {
    fun clear() = repository.deleteAll()
}
