import { BelongsToMany, Column, ForeignKey, Model, Table } from 'sequelize-typescript';

@Table({ tableName: 'teams' })
export class Team extends Model {}

@Table({ tableName: 'games' })
export class Game extends Model {
  @ForeignKey(() => Team)
  @Column
  teamId: number;

  @BelongsToMany(() => Team, 'game_teams')
  teams: Team[];
}
