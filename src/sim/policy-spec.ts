import { CarillonError } from '../base/errors.ts'

/**
 * A policy's name taken apart: `head:argument,key=value,key=value`. Whatever is not understood is
 * refused with what is allowed.
 */
export class PolicySpec {
  /** The whole of it, as it was given. */
  readonly name: string
  readonly head: string
  /** What stands after the colon, or null. */
  readonly argument: string | null
  private readonly options: ReadonlyMap<string, string>

  /** @throws CarillonError USAGE for an option without a value or given twice. */
  constructor(name: string) {
    this.name = name
    const [first = '', ...rest] = name.split(',')
    const [head = '', argument = null] = split(first, ':')
    this.head = head
    this.argument = argument
    const options = new Map<string, string>()
    for (const option of rest) {
      const [key = '', value] = split(option, '=')
      if (value === undefined) this.refuse(`"${option}" is no option; write it as key=value.`)
      if (options.has(key)) this.refuse(`The option ${key} is there twice.`)
      options.set(key, value)
    }
    this.options = options
  }

  /** Refuses options other than these. */
  allow(...keys: readonly string[]): void {
    for (const key of this.options.keys()) {
      if (keys.includes(key)) continue
      const known = keys.length === 0 ? 'It takes none.' : `It takes ${keys.join(', ')}.`
      this.refuse(`There is no option ${key}. ${known}`)
    }
  }

  /** An option that is one of a few words. */
  word<const T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
    const value = this.options.get(key)
    if (value === undefined) return otherwise
    const found = allowed.find(one => one === value)
    return found ?? this.refuse(`${key} is ${value}, but must be one of ${allowed.join(', ')}.`)
  }

  /** An option that is Y or N. */
  flag(key: string, otherwise: boolean): boolean {
    return this.word(key, ['Y', 'N'], otherwise ? 'Y' : 'N') === 'Y'
  }

  /** An option that is a number from `min` to `max`, both included. */
  number(key: string, [min, max]: readonly [number, number], otherwise: number): number {
    const text = this.options.get(key)
    if (text === undefined) return otherwise
    const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    return this.refuse(`${key} is ${text}, but must be a number from ${min} to ${max}.`)
  }

  /** @throws CarillonError USAGE, always. */
  refuse(why: string): never {
    throw new CarillonError('USAGE', `The policy "${this.name}" cannot be used. ${why}`)
  }
}

function split(text: string, at: string): [string, string?] {
  const i = text.indexOf(at)
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)]
}
