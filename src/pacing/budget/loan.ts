import { type Credit, exchange } from './credit.ts'

/** People of each operator, and the least and most people, half of whose earnings are lent. */
const EACH_OPERATOR = 12
const [PEOPLE_MIN, PEOPLE_MAX] = [60, 240] as const

/**
 * People whom a window may lose before it has earned them. As it begins it has earned nothing, and
 * operators would be called for at one line each; half of what the first people will earn is lent
 * to it, and asked back as they are handled. A large team handles as many within minutes and pays
 * back sooner, so that more is lent to it. More than half would leave a window that ends early
 * above its limit.
 *
 * @param team operators who are there, of whom one to five are lent alike.
 */
export function lentTo({ handled }: Credit, limit: number, team: number): number {
  const people = Math.min(PEOPLE_MAX, Math.max(PEOPLE_MIN, EACH_OPERATOR * team))
  return 0.5 * exchange(limit) * people * Math.exp((-0.75 * handled) / people)
}
