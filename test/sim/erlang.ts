/**
 * The formulas the simulator is measured against. Calls come as a Poisson stream; `load` is the
 * stream's rate times the mean length of a call (erlangs), `servers` are operators.
 */

/**
 * Erlang B: the share of calls that find every operator busy in M/M/c/c, where they are lost.
 * Recursion of Jagerman, Bell System Technical Journal 53(3), 1974; valid for any spread of length.
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked)
  return blocked
}

/**
 * Erlang C: the share of calls that wait in M/M/c, where nobody gives up. Cooper, Introduction to
 * Queueing Theory, 2nd ed., (3.5.8).
 */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load)
  return (servers * blocked) / (servers - load * (1 - blocked))
}

/** Mean wait over all calls in M/M/c, in the unit of `meanLength`. Cooper (3.5.11). */
export function erlangCWait(servers: number, load: number, meanLength: number): number {
  return (erlangC(servers, load) * meanLength) / (servers - load)
}

/** What M/M/c+M comes to: who waits has an exponential patience. */
export interface ErlangA {
  /** Share of calls that find every operator busy. */
  readonly waits: number
  /** Share of calls that give up. */
  readonly abandoned: number
  /** Mean number of busy operators. */
  readonly busy: number
}

/**
 * Erlang A (Palm, 1957; Mandelbaum and Zeltyn, "The Palm/Erlang-A queue", 2004): the stationary
 * chain of M/M/c+M, summed directly. `patience` is in units of the mean length of a call.
 */
export function erlangA(servers: number, load: number, patience: number): ErlangA {
  const weights = [1]
  // Beyond so many waiting the weights are below the smallest difference of a double.
  const most = Math.ceil(servers + load + 40 * Math.sqrt(load) + 40 * load * patience + 200)
  for (let n = 1; n <= most; n++) {
    const leaves = Math.min(n, servers) + Math.max(0, n - servers) / patience
    weights.push((weights[n - 1]! * load) / leaves)
  }
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const mean = (value: (n: number) => number) =>
    weights.reduce((total, weight, n) => total + weight * value(n), 0) / sum
  const waits = mean(n => (n >= servers ? 1 : 0))
  return {
    waits,
    abandoned: mean(n => Math.max(0, n - servers)) / patience / load,
    busy: mean(n => Math.min(n, servers)),
  }
}
