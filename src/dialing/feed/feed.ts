import type { News } from '../../pacing/observation.ts'
import { NEWS_MAX } from '../limits.ts'

/**
 * What a campaign's policy is told beside counts, kept up as things happen, so that lists are made
 * only when the policy is asked. Each set is in the order in which its members came to it.
 */
export class Feed<Line, Operator> {
  /** Paced lines that are placed and may still be answered. */
  readonly placed = new Set<Line>()
  /** Operators allotted to the campaign who talk. */
  readonly talking = new Set<Operator>()
  /** Operators allotted to the campaign who wrap up. */
  readonly wrapping = new Set<Operator>()
  private news: News[] = []

  /** Something happened. The oldest news make way when nobody asks for them. */
  tell(news: News): void {
    if (this.news.length === NEWS_MAX) this.news.shift()
    this.news.push(news)
  }

  /** The news since they were last taken, oldest first. */
  takeNews(): readonly News[] {
    const { news } = this
    if (news.length === 0) return NONE
    this.news = []
    return news
  }
}

const NONE: readonly News[] = []
