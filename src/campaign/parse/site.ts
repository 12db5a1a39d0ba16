import type { Environment } from '../network/check-network.ts'
import { readNetwork } from '../network/read-network.ts'
import { phone, trunkKeys } from '../network/shapes.ts'
import type { BudgetRule, Network, Site } from '../site.ts'
import { checkTwice, type Item, type Reader } from '../yaml/reader.ts'
import {
  date,
  decimal,
  flag,
  listOf,
  name,
  oneOf,
  percent,
  record,
  section,
  text,
  whole,
  zone,
} from '../yaml/shapes.ts'

/** So many entries of each kind: far beyond one machine. */
const TRUNKS_MAX = 100
const BUDGETS_MAX = 100
const OPERATORS_MAX = 10_000
const CAMPAIGNS_MAX = 1000

const trunk = record({
  id: name('the name of the trunk'),
  lines: whole(1, 100_000),
  callsPerSecond: decimal(0.1, 10_000),
  ...trunkKeys,
})

const operator = record({
  id: name('the name by which the operator signs in'),
  name: text('the name of the operator'),
  campaigns: listOf(name('a campaign, by its folder'), CAMPAIGNS_MAX),
  phone: phone.optional(),
})

const supervisor = record({
  id: name('the name by which the supervisor is known'),
  name: text('the name of the supervisor'),
  phone: phone.optional(),
})

const supervision = section({ tellOperators: flag.default(true) })

const budget = record({
  id: name('the name of the budget'),
  limit: percent,
  window: oneOf(['day', 'month', 'thirtyDays']),
  zone,
  from: date.optional(),
})

/** A site as far as it could be read, and where its operators name campaigns. */
export interface ReadSite {
  readonly site: Site
  /** What real calls go over; null: the site names no servers. */
  readonly network: Network | null
  readonly operators: readonly Item<Site['operators'][number]>[]
}

const KEYS = [
  'title',
  'reach',
  'servers',
  'trunks',
  'phones',
  'calls',
  'budgets',
  'operators',
  'supervisors',
  'supervision',
]

/**
 * Reads the site file: what all campaigns share.
 *
 * @param environment is looked at for secrets; null: whether they are there is of no matter.
 */
export function readSite(reader: Reader, environment: Environment | null = null): ReadSite {
  reader.keys([], KEYS)
  const title = reader.one(['title'], text('what people call the site')) ?? ''
  const trunks = reader.many(['trunks'], trunk, TRUNKS_MAX)
  const budgets = reader.many(['budgets'], budget, BUDGETS_MAX)
  const operators = reader.many(['operators'], operator, OPERATORS_MAX)
  const supervisors = reader.many(['supervisors'], supervisor, OPERATORS_MAX)
  const told = reader.one(['supervision'], supervision)
  for (const list of ['trunks', 'budgets', 'operators', 'supervisors']) checkTwice(reader, [list])
  for (const key of ['trunks', 'budgets']) {
    if (reader.ids([key]).length > 0) continue
    reader.problem([key], 'is missing. There must be one at least.')
  }
  const site: Site = {
    title,
    trunks: trunks.map(({ value: { id, lines, callsPerSecond } }) => ({
      id,
      lines,
      callsPerSecond,
    })),
    operators: operators.map(({ value: { id, name, campaigns } }) => ({ id, name, campaigns })),
    budgets: budgets.map(item => budgetOf(reader, item)),
    ...(supervisors.length === 0
      ? {}
      : {
          supervision: {
            supervisors: supervisors.map(({ value: { id, name } }) => ({ id, name })),
            tellOperators: told?.tellOperators ?? true,
          },
        }),
  }
  const network = readNetwork(reader, { trunks, operators, supervisors }, environment)
  return { site, network, operators }
}

type RawBudget = Omit<BudgetRule, 'window'> & {
  readonly window: BudgetRule['window']['kind']
  readonly zone: string
  readonly from?: string | undefined
}

/**
 * Successive 30-day periods are counted from a date, 16 CFR 310.4(b)(4)(i); days and months from
 * the calendar.
 */
function budgetOf(reader: Reader, { at, value }: Item<RawBudget>): BudgetRule {
  const { id, limit, window: kind, zone, from } = value
  if (kind !== 'thirtyDays') {
    if (from !== undefined)
      reader.problem([...at, 'from'], `belongs to thirtyDays, not to ${kind}.`)
    return { id, limit, window: { kind, zone } }
  }
  if (from === undefined) {
    reader.problem([...at, 'from'], 'is missing. It must be the date of the first period.')
  }
  return { id, limit, window: { kind, zone, from: from ?? '' } }
}
