import { z } from 'zod'
import { hours, seconds } from '../../base/duration.ts'
import { LEG_KINDS } from '../rules/leg-kind.ts'
import type { AutoAnswerHeader } from '../site.ts'
import {
  duration,
  expects,
  flag,
  listOf,
  oneOf,
  phone as phoneNumber,
  record,
  scalar,
  section,
  text,
  whole,
} from '../yaml/shapes.ts'

/** So many numbers of our own, and addresses of one carrier: more are a slip. */
const NUMBERS_MAX = 1000
const SOURCES_MAX = 100
/** One of each. */
const AUTO_ANSWER_MAX = 3

const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const isHost = (read: string): boolean => HOST.test(read)
const isPort = (read: string | undefined): boolean =>
  read === undefined || (/^\d{1,5}$/.test(read) && Number(read) >= 1 && Number(read) <= 65_535)

const host = scalar('a name or an IPv4 address', read => (isHost(read) ? read : undefined))
const hostAndPort = scalar('a name or an IPv4 address, with :port where it is not 5060', read => {
  const [name = '', port, ...more] = read.split(':')
  return more.length === 0 && isHost(name) && isPort(port) ? read : undefined
})
const variable = scalar(
  'the name of an environment variable: capital letters, digits and _, such as CARILLON_SECRET',
  read => (/^[A-Z_][A-Z0-9_]{0,99}$/.test(read) ? read : undefined),
)
const sipUri = scalar('a SIP address such as sip:anna@192.0.2.7:5070', read => {
  const found = SIP_URI.exec(read)
  return found !== null && isHost(found[1]!) && isPort(found[2]) ? read : undefined
})
const SIP_URI = /^sips?:[\w.+%-]{1,100}@([^:;]+)(?::(\d+))?(?:;transport=(?:udp|tcp|tls|ws|wss))?$/
const sipUser = scalar('a SIP user: letters, digits, ".", "-", "_" and "+"', read =>
  /^[\w.+-]{1,100}$/.test(read) ? read : undefined,
)
const realm = scalar(
  'what phones show the password for: letters, digits, ".", "-" and "_"',
  read => (/^[\w.-]{1,100}$/.test(read) ? read : undefined),
)
const profile = scalar('the name of a profile', read =>
  /^[\w.-]{1,100}$/.test(read) ? read : undefined,
)
const port = whole(1, 65_535)

const freeswitch = {
  host,
  port: port.default(8021),
  secretFrom: variable,
  profile: profile.optional(),
  conferenceProfile: profile.optional(),
} as const
/** Servers of a kind in one site: each drachtio has a connection to each FreeSWITCH. */
const SERVERS_MAX = 16

const drachtio = { host, port: port.default(9022), secretFrom: variable } as const

const around = {
  listen: record({
    address: host.default('127.0.0.1'),
    port: whole(0, 65_535).default(0),
    advertised: host.optional(),
  }).optional(),
  trial: flag.default(false),
} as const

/** The servers. @param many of which kinds the file has a list. */
export const serversOf = (many: Readonly<Record<'drachtio' | 'freeswitch', boolean>>) =>
  record({
    drachtio: oneOrMany(record(drachtio), many.drachtio),
    freeswitch: oneOrMany(record(freeswitch), many.freeswitch),
    ...around,
  })

/** What is read as a list either way: an error of one that is none names no place in a list. */
const oneOrMany = <T>(shape: z.ZodType<T>, isMany: boolean): z.ZodType<T[]> =>
  isMany ? listOf(shape, SERVERS_MAX) : shape.transform(one => [one])

/** A way of writing numbers, which goes into SIP as it is: nothing but digits and a few signs. */
const formKeys = {
  prefix: scalar('digits, * and #, at most 16', read =>
    /^[\d*#]{0,16}$/.test(read) ? read : undefined,
  ).default(''),
  international: scalar('what stands for the plus: +, 00 or none', read =>
    read === 'none' ? '' : /^(\+|\d{1,4})$/.test(read) ? read : undefined,
  ).default('+'),
  national: record({
    country: scalar('a calling code, such as 49', read =>
      /^[1-9]\d{0,2}$/.test(read) ? read : undefined,
    ),
    prefix: scalar('digits, such as 0', read => (/^\d{0,4}$/.test(read) ? read : undefined)),
  }).optional(),
} as const

const shownKeys = {
  ...formKeys,
  header: oneOf(['P-Asserted-Identity', 'Remote-Party-ID', 'none']).default('P-Asserted-Identity'),
  withheld: flag.default(false),
  allowed: listOf(phoneNumber, NUMBERS_MAX).optional(),
} as const

/** A probe, or `never`: not every carrier answers them. */
const probe = z.union([z.literal('never').transform(() => null), duration('5s', '1h')], {
  error: expects('a time from 5s to 1h, with its unit, or never'),
})

const ipv4 = scalar('an IPv4 address', read =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(read) && read.split('.').every(part => Number(part) <= 255)
    ? read
    : undefined,
)

/** The keys of a trunk that say how it is reached. */
export const trunkKeys = {
  host: hostAndPort.optional(),
  transport: oneOf(['udp', 'tcp', 'tls']).default('udp'),
  domain: host.optional(),
  credentials: record({
    username: text('the user the carrier knows us by'),
    passwordFrom: variable,
  }).optional(),
  called: section(formKeys),
  shown: section(shownKeys),
  delayedOffer: flag.default(false),
  probe: probe.default(seconds(30)),
  sources: listOf(ipv4, SOURCES_MAX).default([]),
} as const

/** The phone of an operator: a place, or what it registers with. */
export const phone = record({
  uri: sipUri.optional(),
  username: sipUser.optional(),
  passwordFrom: variable.optional(),
  leg: oneOf(LEG_KINDS).optional(),
})

/** What phones are asked for when they register. */
export const phones = record({
  realm,
  algorithm: oneOf(['SHA-256', 'MD5']).default('SHA-256'),
  devices: oneOf(['last', 'all']).default('last'),
  keepAlive: duration('5s', '10min').default(seconds(25)),
})

/** What goes into a command of FreeSWITCH: nothing in it ends a path, or stands for another. */
const SOUND = /^[^'"\\:$\p{Cc}]+$/u
/** Of a path that is written in a file of ours, in characters. */
const PATH_MAX = 500
const STREAM = /^(?:local|tone)_stream:\/\/[^\s'"\\$]{1,500}$/

/**
 * Whether FreeSWITCH takes a path for what it is: what it plays is expanded first, and
 * `${system ...}` in it would be a command for the machine.
 */
export const isSound = (path: string): boolean => SOUND.test(path)

/** The path of a sound, as it is written in a file of ours. */
export const isShortSound = (path: string): boolean => path.length <= PATH_MAX && isSound(path)

/** Whether it is a stream of FreeSWITCH's own, and no file. */
export const isStream = (sound: string): boolean => STREAM.test(sound)

const holdMusic = scalar(
  'a sound beside the site file, such as hold.wav, or a stream such as local_stream://moh',
  read => (isStream(read) || isShortSound(read) ? read : undefined),
)

/** Headers, or `none` of them. */
const autoAnswer: z.ZodType<AutoAnswerHeader[]> = z.preprocess(
  raw => (raw === 'none' ? [] : raw),
  listOf(oneOf(['Call-Info', 'Alert-Info', 'Answer-Mode']), AUTO_ANSWER_MAX),
)

const mediaTimeout = z.union([z.literal('never').transform(() => null), duration('5s', '1h')], {
  error: expects('a time from 5s to 1h, with its unit, or never'),
})

/** What goes for all calls. */
export const calls = section({
  holdMusic: holdMusic.optional(),
  autoAnswer: autoAnswer.default(['Call-Info', 'Alert-Info']),
  // After 4 h the engine takes a call to have lost its end.
  longest: duration('1min', '4h').default(hours(2)),
  mediaTimeout: mediaTimeout.default(seconds(60)),
})
