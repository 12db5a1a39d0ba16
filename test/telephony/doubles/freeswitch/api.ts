import { stopRecording } from './applications.ts'
import type { Channel } from './channel.ts'
import { conferenceApi } from './conference-api.ts'
import { type Core, emitOf } from './core.ts'
import { writeHeaders } from './esl/events.ts'

/** What a command says. */
type Api = (core: Core, words: readonly string[]) => string

const NO_CHANNEL = '-ERR No such channel!\n'

/** @returns the body of the response to an `api` command. */
export function runApi(core: Core, command: string): string {
  const said = core.says.get(command)
  if (said !== undefined) return said
  const [name = '', ...words] = [...command.matchAll(/'([^']*)'|\S+/g)].map(
    ([word, quoted]) => quoted ?? word,
  )
  const api = APIS[name]
  return api === undefined ? `-ERR ${name} Command not found!\n` : api(core, words)
}

/** Presses a key on a channel, as heard from the other end or sent by `uuid_recv_dtmf`. */
export function press(core: Core, channel: Channel, key: string, source = 'RTP'): void {
  emitOf(core, channel, 'DTMF', {
    'DTMF-Digit': key,
    'DTMF-Duration': '2000',
    'DTMF-Source': source,
  })
  channel.running.at(-1)?.digit?.(key)
}

const APIS: Readonly<Record<string, Api>> = {
  sofia: ({ address }) => sofiaStatus(address),
  status: ({ channels }) =>
    `UP 0 years, 0 days\nFreeSWITCH (Version 1.11.1-release  64bit) is ready\n${channels.size} session(s) - peak ${channels.size}\n`,
  conference: conferenceApi,
  show: showChannels,
  hupall: (core, [cause = 'MANAGER_REQUEST']) => {
    for (const channel of core.channels.values()) core.hangUp(channel, cause)
    return `+OK hangup all channels with cause ${cause}\n`
  },
  uuid_exists: ({ channels }, [uuid = '']) => String(channels.has(uuid)),
  uuid_kill: (core, [uuid = '', cause = 'NORMAL_CLEARING']) =>
    onChannel(core, uuid, channel => {
      core.timeline.after(0, () => core.hangUp(channel, cause))
      return '+OK\n'
    }),
  uuid_dump: (core, [uuid = '']) =>
    onChannel(core, uuid, channel => {
      const headers = { ...channel.headers(), ...channel.variableHeaders() }
      return `Event-Name: CHANNEL_DATA\n${writeHeaders(headers)}\n`
    }),
  uuid_set_media_stats: (core, [uuid = '']) => onChannel(core, uuid, () => '+OK:\n'),
  uuid_getvar: (core, [uuid = '', name = '']) =>
    onChannel(core, uuid, ({ variables }) => variables.get(name) ?? '_undef_'),
  uuid_setvar: (core, [uuid = '', name = '', ...value]) =>
    onChannel(core, uuid, ({ variables }) => {
      variables.set(name, value.join(' '))
      return '+OK\n'
    }),
  uuid_break: (core, [uuid = '']) =>
    onChannel(core, uuid, ({ running }) => {
      running.at(-1)?.stop('break')
      return '+OK\n'
    }),
  uuid_recv_dtmf: (core, [uuid = '', keys = '']) =>
    onChannel(core, uuid, channel => {
      for (const key of keys) press(core, channel, key, 'APP')
      return `+OK ${uuid} received DTMF ${keys}.\n`
    }),
  uuid_send_dtmf: (core, [uuid = '', keys = '']) =>
    onChannel(core, uuid, channel => {
      channel.sentKeys += keys
      return `+OK ${uuid} sent DTMF ${keys}.\n`
    }),
  uuid_record: record,
  spandsp_start_tone_detect: (core, [uuid = '']) => onChannel(core, uuid, () => '+OK started\n'),
  spandsp_stop_tone_detect: (core, [uuid = '']) => onChannel(core, uuid, () => '+OK stopped\n'),
}

function onChannel(core: Core, uuid: string, say: (channel: Channel) => string): string {
  const channel = core.channels.get(uuid)
  return channel === undefined ? NO_CHANNEL : say(channel)
}

function record(core: Core, [uuid = '', verb = '', file = '']: readonly string[]): string {
  const channel = core.channels.get(uuid)
  if (channel === undefined) return '-ERR Cannot locate session!\n'
  if (verb === 'start') {
    channel.recordings.set(file, 'on')
    emitOf(core, channel, 'RECORD_START', { 'Record-File-Path': file })
    return '+OK Success\n'
  }
  if (verb === 'stop')
    return stopRecording(core, channel, file)
      ? '+OK Success\n'
      : '-ERR Cannot stop record session!\n'
  if (!channel.recordings.has(file)) return '-ERR Cannot mask recording session!\n'
  channel.recordings.set(file, verb === 'mask' ? 'masked' : 'on')
  return '+OK Success\n'
}

function showChannels({ channels }: Core, words: readonly string[]): string {
  if (words[1] === 'count') return `\n${channels.size} total.\n`
  const rows = [...channels.keys()].map(uuid => ({ uuid, direction: 'inbound' }))
  if (words[1] === 'as') return JSON.stringify({ row_count: rows.length, rows })
  return `uuid,direction\n${rows.map(({ uuid }) => `${uuid},inbound\n`).join('')}\n${rows.length} total.\n`
}

function sofiaStatus(address: string): string {
  const bar = '='.repeat(97)
  const profile = `             drachtio_mrf\tprofile\t              sip:mod_sofia@${address}\tRUNNING (0)`
  const head =
    '                     Name\t   Type\t                                      Data\tState'
  return `${head}\n${bar}\n${profile}\n${bar}\n1 profile 0 aliases\n`
}
