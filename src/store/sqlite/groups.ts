import type { Database } from 'better-sqlite3'
import type { ConnectionOptions } from './db/connection.ts'
import { operatingError } from './db/failures.ts'
import { type Durability, Transactions } from './db/transactions.ts'
import { type Call, DURABILITY, failureOf, type Reply } from './protocol.ts'
import { type Verbs, verbsOn } from './verbs.ts'

/**
 * How many calls one transaction may take: a bound on how long the first of them waits for its
 * answer.
 */
const GROUP_MAX = 256

/**
 * Does calls in groups, a transaction each, so that many attempts begun at about the same moment
 * share one wait for the disk. A group that fails is undone and its calls are done one by one, so
 * that each has its own fate.
 */
export class Groups {
  private readonly verbs: Verbs
  private readonly transactions: Transactions
  private readonly file: string

  constructor(db: Database, { file, patience }: ConnectionOptions) {
    this.verbs = verbsOn(db)
    this.transactions = new Transactions(db, patience)
    this.file = file
  }

  /** Yields the replies to the calls in their order, a group at a time. */
  *handle(calls: readonly Call[]): Generator<Reply[]> {
    for (let i = 0; i < calls.length; i += GROUP_MAX) {
      yield this.group(calls.slice(i, i + GROUP_MAX))
    }
  }

  private group(calls: readonly Call[]): Reply[] {
    if (calls.length === 1) return [this.alone(calls[0]!)]
    try {
      return this.within(durabilityOf(calls), () => calls.map(call => this.reply(call)))
    } catch {
      return calls.map(call => this.alone(call))
    }
  }

  private alone(call: Call): Reply {
    try {
      return this.within(durabilityOf([call]), () => this.reply(call))
    } catch (error) {
      return { ok: false, failure: failureOf(operatingError(error, this.file) ?? error) }
    }
  }

  private within<T>(durability: Durability | null, work: () => T): T {
    return durability === null ? work() : this.transactions.run(durability, work)
  }

  private reply({ verb, given }: Call): Reply {
    // The types of what is given were checked where the call was made.
    const run = this.verbs[verb as keyof Verbs] as (...given: readonly unknown[]) => unknown
    return { ok: true, value: run(...given) }
  }
}

/** What the most demanding of the calls asks for. */
function durabilityOf(calls: readonly Call[]): Durability | null {
  const asked = calls.map(({ verb }) => DURABILITY[verb as keyof Verbs])
  return asked.find(one => one === 'full') ?? asked.find(one => one !== null) ?? null
}
