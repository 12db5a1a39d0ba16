import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { CampaignId } from '../../../base/id.ts'
import { unknownCampaign } from '../../failures.ts'

/** Campaigns by name, what was imported into them, and what pacing has learned of them. */
export class Campaigns {
  private readonly insert: Statement
  private readonly byName: Statement
  private readonly mark: Statement
  private readonly marked: Statement
  private readonly zonesOf: Statement
  private readonly stop: Statement
  private readonly stopped: Statement
  private readonly keep: Statement
  private readonly kept: Statement

  constructor(db: Database) {
    this.insert = db.prepare(
      `INSERT INTO campaigns (name, title) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET title = excluded.title`,
    )
    this.byName = db.prepare('SELECT id, run FROM campaigns WHERE name = ?')
    this.mark = db.prepare(
      'INSERT OR IGNORE INTO imports (campaign_id, digest, at) VALUES (?, ?, ?)',
    )
    this.marked = db.prepare('SELECT 1 FROM imports WHERE campaign_id = ? AND digest = ?')
    this.zonesOf = db
      .prepare(
        `SELECT DISTINCT z.name FROM tallies t JOIN zones z ON z.id = t.zone_id
         WHERE t.campaign_id = ? ORDER BY z.name`,
      )
      .pluck()
    this.stop = db.prepare('UPDATE campaigns SET stopped = ? WHERE id = ?')
    this.stopped = db.prepare('SELECT 1 FROM campaigns WHERE name = ? AND stopped = 1')
    this.keep = db.prepare(
      `INSERT INTO learned (campaign_id, at, data) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET at = excluded.at, data = excluded.data`,
    )
    this.kept = db
      .prepare(
        'SELECT data FROM learned l JOIN campaigns c ON c.id = l.campaign_id WHERE c.name = ?',
      )
      .pluck()
  }

  put(name: CampaignId, title: string): void {
    this.insert.run(name, title)
  }

  find(name: CampaignId): { id: number; run: number } | undefined {
    return this.byName.get(name) as { id: number; run: number } | undefined
  }

  /** @throws NOT_FOUND. */
  known(name: CampaignId): { id: number; run: number } {
    const campaign = this.find(name)
    if (campaign === undefined) throw unknownCampaign(name)
    return campaign
  }

  markImported(name: CampaignId, digest: string, at: Instant): void {
    this.mark.run(this.known(name).id, digest, at)
  }

  wasImported(name: CampaignId, digest: string): boolean {
    const campaign = this.find(name)
    return campaign !== undefined && this.marked.get(campaign.id, digest) !== undefined
  }

  /** @throws NOT_FOUND. */
  setStopped(name: CampaignId, stopped: boolean): void {
    this.stop.run(stopped ? 1 : 0, this.known(name).id)
  }

  isStopped(name: CampaignId): boolean {
    return this.stopped.get(name) !== undefined
  }

  /** @throws NOT_FOUND. */
  keepLearned(name: CampaignId, learned: string, at: Instant): void {
    this.keep.run(this.known(name).id, at, learned)
  }

  learned(name: CampaignId): string | null {
    return (this.kept.get(name) as string | undefined) ?? null
  }

  zones(name: CampaignId): string[] {
    const campaign = this.find(name)
    return campaign === undefined ? [] : (this.zonesOf.all(campaign.id) as string[])
  }
}
