package shop;

import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

@Mapper
public interface OrderMapper {
  @Select("SELECT * FROM orders WHERE id = #{id}")
  Order find(long id);

  @Select({"SELECT * FROM orders o", "JOIN order_lines l ON l.order_id = o.id"})
  Order whole(long id);

  @Insert("INSERT INTO orders (id) VALUES (#{id})")
  void add(Order order);

  @Update("<script>UPDATE orders <set><if test='name != null'>name = #{name},</if></set> WHERE id = #{id}</script>")
  void change(Order order);

  @Delete("DELETE FROM ${table} WHERE id = #{id}")
  void remove(long id, String table);
}
