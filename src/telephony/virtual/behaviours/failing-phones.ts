import { type Distribution, draw } from '../../../base/distribution.ts'
import type { OperatorPhones } from '../legs.ts'
import type { Chance } from './behaviour.ts'

/**
 * The operator's leg cannot be joined in a share of connections: `connectFailed`, and the leg stays
 * up.
 */
export function failingJoins(phones: OperatorPhones, chance: Chance): OperatorPhones {
  const own = chance.random.fork('failing joins')
  return {
    ring: operator => phones.ring(operator),
    join(operator, attempt) {
      if (own.fork(`${operator} ${attempt}`).uniform() >= chance.share)
        return phones.join(operator, attempt)
      return { joins: false, dropsAfter: null }
    },
  }
}

/**
 * The operator's leg drops in a share of talks, `after` (ms) they began: `operatorDown`, and the
 * callee is alone. The phone can be brought up again.
 */
export function droppingLegs(
  phones: OperatorPhones,
  chance: Chance,
  after: Distribution,
): OperatorPhones {
  const own = chance.random.fork('dropping legs')
  return {
    ring: operator => phones.ring(operator),
    join(operator, attempt) {
      const answer = phones.join(operator, attempt)
      const random = own.fork(`${operator} ${attempt}`)
      if (!answer.joins || random.uniform() >= chance.share) return answer
      return { joins: true, dropsAfter: draw(after, random) }
    },
  }
}
