/** A command of the event socket: its first line, and the headers below it. */
export interface EslCommand {
  readonly line: string
  readonly headers: Readonly<Record<string, string>>
}

/** Takes commands out of the bytes of an event socket: lines, ended by an empty one. */
export class CommandReader {
  private buffer = ''

  /** Whether a command has begun and not ended. */
  get partial(): boolean {
    return this.buffer.length > 0
  }

  /** @returns the commands that are complete now. */
  push(chunk: Buffer): readonly EslCommand[] {
    // Commands are ASCII; a byte is a character however the chunks are cut.
    this.buffer += chunk.toString('latin1')
    const commands: EslCommand[] = []
    for (;;) {
      this.buffer = this.buffer.replace(/^\n+/, '')
      const end = this.buffer.indexOf('\n\n')
      if (end < 0) return commands
      commands.push(parse(this.buffer.slice(0, end)))
      this.buffer = this.buffer.slice(end + 2)
    }
  }
}

function parse(text: string): EslCommand {
  const [line = '', ...rest] = text.split('\n')
  const headers: Record<string, string> = {}
  for (const one of rest) {
    const colon = one.indexOf(':')
    if (colon > 0) headers[one.slice(0, colon)] = one.slice(colon + 1).trim()
  }
  return { line: line.trim(), headers }
}

/** @returns a reply to a command. */
export function reply(text: string, more = ''): string {
  return `Content-Type: command/reply\nReply-Text: ${text}\n${more}\n`
}

/** @returns the response to `api`. */
export function apiResponse(body: string): string {
  const length = Buffer.byteLength(body, 'utf8')
  return `Content-Type: api/response\nContent-Length: ${length}\n\n${body}`
}

/** What is said before a connection is closed. */
export function goodbye(channel = ''): string {
  const body = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n'
  const session =
    channel === '' ? '' : `Controlled-Session-UUID: ${channel}\nContent-Disposition: disconnect\n`
  return `Content-Type: text/disconnect-notice\n${session}Content-Length: ${body.length}\n\n${body}`
}
