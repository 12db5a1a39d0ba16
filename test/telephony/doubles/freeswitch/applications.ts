import { seconds } from '../../../../src/base/duration.ts'
import type { Channel, Running } from './channel.ts'
import { Collecting } from './collecting.ts'
import { type Core, emitOf } from './core.ts'
import { Playing } from './playing.ts'

/** Ends an application: its response is told. */
type Finish = (response?: string) => void

/** What an application does. @returns what runs until it is over, null where it is over. */
type Application = (
  core: Core,
  channel: Channel,
  argument: string,
  finish: Finish,
) => Running | null

/** Runs an application of the dialplan on a channel, as `sendmsg` asks. */
export function execute(
  core: Core,
  channel: Channel,
  { name, argument, uuid }: { name: string; argument: string; uuid: string },
): void {
  const about = {
    Application: name,
    ...(argument === '' ? {} : { 'Application-Data': argument }),
    'Application-UUID': uuid,
  }
  emitOf(core, channel, 'CHANNEL_EXECUTE', about)
  let running: Running | null = null
  let over = false
  const finish: Finish = (response = '_none_') => {
    over = true
    const at = running === null ? -1 : channel.running.indexOf(running)
    if (at >= 0) channel.running.splice(at, 1)
    const told = { ...about, 'Application-Response': response }
    emitOf(core, channel, 'CHANNEL_EXECUTE_COMPLETE', told)
  }
  const application = APPLICATIONS[name]
  if (application === undefined) throw new Error(`The double knows no application ${name}.`)
  running = application(core, channel, argument, finish)
  if (running !== null && !over) channel.running.push(running)
}

const APPLICATIONS: Readonly<Record<string, Application>> = {
  set: assign,
  export: assign,
  multiset: (_core, channel, argument, finish) => {
    // `^^` and a letter choose what stands between the assignments.
    const [mark, list] = argument.startsWith('^^')
      ? [argument[2]!, argument.slice(3)]
      : [' ', argument]
    for (const one of list.split(mark)) put(channel, one)
    finish()
    return null
  },
  set_mute: (_core, channel, argument, finish) => {
    channel.variables.set('muted', argument)
    finish()
    return null
  },
  playback: (core, channel, argument, finish) => {
    const mark = channel.variables.get('playback_delimiter')
    const sounds = mark === undefined ? [argument] : argument.split(mark)
    const playing = new Playing(core, channel, sounds, end => {
      if (end === 'notFound') finish('FILE NOT FOUND')
      else finish(end === 'hangup' ? 'PLAYBACK ERROR' : 'FILE PLAYED')
    })
    playing.start()
    return { application: 'playback', stop: how => playing.stop(how) }
  },
  play_and_get_digits: (core, channel, argument, finish) => {
    const collecting = new Collecting(core, channel, argument, finish)
    collecting.start()
    return collecting
  },
  record: (core, channel, argument, finish) => {
    const limit = seconds(Number(argument.split(' ')[1] ?? Number.POSITIVE_INFINITY))
    const begun = core.timeline.monotonic()
    const end = (): void => {
      const length = core.timeline.monotonic() - begun
      channel.variables.set('record_seconds', String(Math.floor(length / 1000)))
      channel.variables.set('record_ms', String(length))
      finish()
    }
    const cancel = Number.isFinite(limit) ? core.timeline.after(limit, end) : () => {}
    return {
      application: 'record',
      stop: () => {
        cancel()
        end()
      },
    }
  },
  record_session: (core, channel, file, finish) => {
    channel.recordings.set(file, 'on')
    emitOf(core, channel, 'RECORD_START', { 'Record-File-Path': file })
    finish()
    return null
  },
  stop_record_session: (core, channel, file, finish) => {
    stopRecording(core, channel, file)
    finish()
    return null
  },
  conference: (core, channel, argument, finish) => {
    let left = false
    const leave = (): void => {
      left = true
      finish()
    }
    core.conferences.join(channel, argument, leave)
    return {
      application: 'conference',
      stop: how => {
        const place = core.conferences.placeOf(channel)
        // `uuid_break` does not take a member out of its room.
        if (how === 'hangup' && place !== undefined && !left)
          core.conferences.leave(place.room, place.member)
      },
    }
  },
  eavesdrop: (core, _channel, uuid, finish) => {
    const other = core.channels.get(uuid)
    const over = (): void => {
      const at = other?.running.indexOf(spied) ?? -1
      if (at >= 0) other!.running.splice(at, 1)
      finish()
    }
    const spied: Running = { application: 'spied', stop: over }
    if (other === undefined) {
      finish()
      return null
    }
    // First among what runs there: breaks are for what is played.
    other.running.unshift(spied)
    return {
      application: 'eavesdrop',
      stop: over,
      digit: key => (key === '*' ? over() : undefined),
    }
  },
  hangup: (core, channel, cause, finish) => {
    finish()
    core.hangUp(channel, cause === '' ? 'NORMAL_CLEARING' : cause)
    return null
  },
}

/** Ends a recording in the background. @returns whether it was running. */
export function stopRecording(core: Core, channel: Channel, file: string): boolean {
  if (!channel.recordings.delete(file)) return false
  emitOf(core, channel, 'RECORD_STOP', { 'Record-File-Path': file })
  return true
}

function assign(_core: Core, channel: Channel, argument: string, finish: Finish): null {
  put(channel, argument)
  finish()
  return null
}

function put(channel: Channel, assignment: string): void {
  const equals = assignment.indexOf('=')
  channel.variables.set(assignment.slice(0, equals), assignment.slice(equals + 1))
}
