import { MigrationInterface, QueryRunner, Table, TableForeignKey } from 'typeorm';

export class Init implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'orders',
        columns: [{ name: 'id', type: 'int' }],
        foreignKeys: [
          { columnNames: ['customer_id'], referencedTableName: 'customers', referencedColumnNames: ['id'] },
        ],
      }),
      true,
    );
    await queryRunner.createForeignKey(
      'orders',
      new TableForeignKey({ name: 'fk_tag', columnNames: ['tag_id'], referencedTableName: 'tags', referencedColumnNames: ['id'] }),
    );
    await queryRunner.createForeignKeys('orders', [
      new TableForeignKey({ columnNames: ['mark_id'], referencedTableName: 'marks', referencedColumnNames: ['id'] }),
    ]);
    const key = new TableForeignKey({ columnNames: ['mark_id'], referencedTableName: 'marks', referencedColumnNames: ['id'] });
    await queryRunner.dropForeignKey('orders', key);
    await queryRunner.dropForeignKey('orders', 'fk_tag');
    await queryRunner.dropColumn('orders', 'tag_id');
    await queryRunner.query('ALTER TABLE orders ADD CONSTRAINT fk_shop FOREIGN KEY (shop_id) REFERENCES shops(id)');
    await queryRunner.createForeignKey('orders', { columnNames: ['b'], referencedTableName: 'bees', referencedColumnNames: ['id'] } as TableForeignKey);
    await queryRunner.renameTable('orders', 'placed');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('orders');
  }
}
