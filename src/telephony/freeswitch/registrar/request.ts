import { unquoted } from '../headers/unquoted.ts'

/** A REGISTER as the library hands it over. */
export interface RegisterMessage {
  readonly uri: string
  /** Where the packet came from; a NAT's outside where there is one. */
  readonly source_address: string | undefined
  readonly source_port: number | undefined
  readonly protocol: string | undefined
  /** @returns the header, several of a name joined by commas. */
  get(header: string): string | undefined
}

/** An INVITE from anywhere. */
export type CallMessage = Omit<RegisterMessage, 'uri'>

/** Where a packet came from. */
export interface Source {
  readonly address: string
  readonly port: number
  /** `udp`, `tcp`, `tls`, `ws` or `wss`. */
  readonly transport: string
}

/** One address that somebody wants to be called at. */
export interface ContactAsked {
  /** A SIP URI of harmless characters. */
  readonly uri: string
  /** Seconds; null: whatever the registrar likes. */
  readonly expires: number | null
}

/** A REGISTER, read (RFC 3261, section 10.2). */
export interface RegisterRequest {
  readonly uri: string
  /** Whose addresses these are. */
  readonly user: string
  readonly callId: string
  readonly sequence: number
  /** `*`: all of them, to take them away. Empty: it is only asked what there is. */
  readonly contacts: '*' | readonly ContactAsked[]
  readonly authorization: string | null
  readonly source: Source
}

/**
 * A request that cannot be taken. `silence`: not even answered, because the answer would repeat
 * headers too long for the server's control connection, which stops for ever at 12 KB.
 */
export type Unreadable = 'malformed' | 'silence'

/** Addresses that one request may bring. */
export const CONTACTS_MAX = 8
const REPEATED_MAX = 4096
const SEQUENCE_MAX = 2 ** 31
const EXPIRES_MAX = 2 ** 32 - 1
const LENGTHS = { Contact: 4096, Authorization: 2048, Expires: 16 } as const

// No text can be read in two ways, and none has two spaces in a row: reading takes linear time.
const TOKEN = "[\\w.!%*+`'~-]+"
const VALUE = '(?:"[^"\\\\]*"|[^\\s;,"]+)'
const CONTACT = new RegExp(
  `\\s*(?:(?:"(?:[^"\\\\]|\\\\.)*"|[\\w.!%*+\`'~ -]*)\\s*<([^<>"\\s]+)>|([^<>"\\s,;]+))` +
    `((?:\\s*;\\s*${TOKEN}(?:\\s*=\\s*${VALUE})?)*)\\s*(?:,|$)`,
  'y',
)
const CONTACT_URI = new RegExp(
  "^sips?:(?:[\\w.!~*'()+%&=$-]{1,64}@)?(?:[\\w.-]{1,128}|\\[[\\da-f:.]{2,45}\\])(?::\\d{1,5})?" +
    `(?:;${TOKEN}(?:=${TOKEN})?)*$`,
  'i',
)
const CONTACT_URI_MAX = 256
const USER = /^(?:[^<>]*<)?sips?:([\w.!~*'()+-]{1,64})@/i

/** Reads a REGISTER. Whatever is written in it, nothing but harmless text comes out. */
export function readRegister(message: RegisterMessage): RegisterRequest | Unreadable {
  const get = (header: string): string => message.get(header) ?? ''
  const repeated = ['From', 'To', 'Call-ID', 'CSeq'].map(get)
  if (repeated.join('').length > REPEATED_MAX) return 'silence'
  const [, to = '', callId = '', cseq = ''] = repeated
  for (const [header, max] of Object.entries(LENGTHS))
    if (get(header).length > max) return 'malformed'
  const source = sourceOf(message)
  const user = USER.exec(to)?.[1]
  const sequence = Number(/^(\d{1,10})\s+REGISTER$/.exec(cseq.trim())?.[1] ?? SEQUENCE_MAX)
  const contacts = readContacts(
    get('Contact').replace(/\s+/g, ' ').trim(),
    readExpires(get('Expires').trim()),
  )
  if (source === null || user === undefined || contacts === null) return 'malformed'
  if (sequence >= SEQUENCE_MAX || !/^[!-~]{1,256}$/.test(callId)) return 'malformed'
  const authorization = message.get('Authorization') ?? null
  return { uri: message.uri, user, callId, sequence, contacts, authorization, source }
}

/** @returns who an INVITE says it is from, and where it came from; null: that cannot be told. */
export function readCaller(
  message: CallMessage,
): { readonly user: string; readonly source: Source } | null {
  const source = sourceOf(message)
  const from = unquoted(message.get('From'))
  const user = USER.exec(from)?.[1]
  return source === null || user === undefined ? null : { user, source }
}

/** `*` takes everything away and comes alone, with an Expires of 0 (section 10.2.2). */
function readContacts(text: string, all: number | null): RegisterRequest['contacts'] | null {
  if (text === '*') return all === 0 ? '*' : null
  const contacts: ContactAsked[] = []
  for (CONTACT.lastIndex = 0; CONTACT.lastIndex < text.length; ) {
    const [, bracketed, bare, parameters = ''] = CONTACT.exec(text) ?? []
    const uri = bracketed ?? bare ?? ''
    if (uri.length > CONTACT_URI_MAX || !CONTACT_URI.test(uri)) return null
    const own = /;\s*expires\s*=\s*"?([^\s;"]*)/i.exec(parameters)?.[1]
    contacts.push({ uri, expires: own === undefined ? all : readExpires(own) })
    if (contacts.length > CONTACTS_MAX) return null
  }
  return contacts
}

/** What is no number counts as not said (section 20.19). */
function readExpires(text: string): number | null {
  return /^\d{1,10}$/.test(text) ? Math.min(Number(text), EXPIRES_MAX) : null
}

function sourceOf(message: CallMessage): Source | null {
  const { source_address: address = '', source_port: port = 0, protocol = 'udp' } = message
  const transport = protocol.toLowerCase()
  if (!/^[\da-f.:]{3,45}$/i.test(address) || !/^(udp|tcp|tls|wss?)$/.test(transport)) return null
  return { address, port, transport }
}
