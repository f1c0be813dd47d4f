package shop;

import jakarta.persistence.Entity;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

@Entity
class Book {}

@Entity
class Loan {}

@Entity
class Fine {}

@Entity
class Shelf {}

interface Books extends JpaRepository<Book, Long> {
  List<Book> findTop3ByTitleOrderByYear(String title);

  boolean existsByTitle(String title);
}

interface Loans extends JpaRepository<Loan, Long> {
  long deleteByReader(String reader);

  void removeAllByOpenFalse();
}

interface Fines extends JpaRepository<Fine, Long> {
  @Modifying
  @Query("UPDATE Fine f SET f.paid = true")
  int payAll();
}

// Nobody writes it: who only has it reads.
interface Shelves extends JpaRepository<Shelf, Long> {
  Optional<Shelf> findByRoom(String room);
}

class Desk {
  private final Books books;
  private final Loans loans;
  private final Fines fines;
  private final Shelves shelves;

  Desk(Books books, Loans loans, Fines fines, Shelves shelves) {
    this.books = books;
    this.loans = loans;
    this.fines = fines;
    this.shelves = shelves;
  }

  void work() {
    books.findTop3ByTitleOrderByYear("x");
    books.existsByTitle("x");
    loans.deleteByReader("y");
    loans.removeAllByOpenFalse();
    fines.payAll();
    shelves.findByRoom("z");
  }
}
