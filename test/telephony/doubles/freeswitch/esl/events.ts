/** An event of FreeSWITCH. */
export interface EslEvent {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** How a session wants its events written. */
export type EventFormat = 'json' | 'plain'

/** @returns the event as it goes over the socket. */
export function writeEvent({ name, headers, body }: EslEvent, format: EventFormat): string {
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const all = { 'Event-Name': name, ...headers, ...length }
  const inside =
    format === 'json'
      ? JSON.stringify(body === undefined ? all : { ...all, _body: body })
      : `${writeHeaders(all)}\n${body ?? ''}`
  const size = Buffer.byteLength(inside, 'utf8')
  return `Content-Length: ${size}\nContent-Type: text/event-${format}\n\n${inside}`
}

/** @returns headers as lines, with values encoded as in a URL. */
export function writeHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${encodeURIComponent(value)}\n`)
    .join('')
}

/** Which events a session has asked for. */
export class Subscription {
  format: EventFormat = 'plain'
  private readonly names = new Set<string>()
  private readonly filters: (readonly [string, string])[] = []

  /** @param words what follows `event plain` or `event json`: all that follows CUSTOM is custom. */
  add(words: readonly string[]): void {
    let custom = false
    for (const word of words) {
      if (word === 'CUSTOM') custom = true
      else this.names.add(custom ? `CUSTOM ${word}` : word.replace(/^SWITCH_EVENT_/, ''))
    }
  }

  remove(words: readonly string[]): void {
    for (const word of words) {
      if (word.toLowerCase() === 'all') this.names.clear()
      this.names.delete(word)
    }
  }

  filter(header: string, value: string): void {
    this.filters.push([header, value])
  }

  unfilter(header: string): void {
    const kept = this.filters.filter(([name]) => name !== header)
    this.filters.splice(0, this.filters.length, ...kept)
  }

  /** Whether one filter lets it through, where there are any. */
  wants({ name, headers }: EslEvent): boolean {
    const full = name === 'CUSTOM' ? `CUSTOM ${headers['Event-Subclass']}` : name
    const named = this.names.has(full) || this.names.has('all') || this.names.has('ALL')
    const { filters } = this
    return named && (filters.length === 0 || filters.some(([key, value]) => headers[key] === value))
  }
}
