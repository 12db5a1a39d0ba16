import type { Conferences, Member, Room } from './conferences.ts'
import { type Core, lengthOf } from './core.ts'

/** Commands that change one member: what they do and what they tell. */
const SWITCHES: Readonly<Record<string, (member: Member) => void>> = {
  mute: member => {
    member.mute = true
  },
  unmute: member => {
    member.mute = false
  },
  deaf: member => {
    member.deaf = true
  },
  undeaf: member => {
    member.deaf = false
  },
}

/** @returns what `conference …` says. */
export function conferenceApi(core: Core, words: readonly string[]): string {
  const { conferences } = core
  const [name = '', verb = '', ...rest] = words
  if (name === 'list' && verb === '') {
    const all = [...conferences.rooms.values()]
    if (all.length === 0) return '+OK No active conferences.\n'
    return all
      .map(room => `+OK Conference ${room.name} (${counted(room)})\n${listed(room)}`)
      .join('')
  }
  const room = conferences.rooms.get(name)
  if (room === undefined) return `-ERR Conference ${name} not found\n`
  if (verb === 'list') return rest[0] === 'count' ? String(room.members.size) : listed(room)
  if (verb === 'play') return play(core, room, rest)
  if (verb === 'relate') return relate(room, rest)
  if (verb === 'transfer') return transfer(conferences, room, rest)
  if (verb === 'hup' || verb === 'kick' || verb in SWITCHES)
    return each(room, rest[0] ?? '', member => change(core, room, member, verb))
  return `-ERR Conference command '${verb}' not found.\n`
}

function change(core: Core, room: Room, member: Member, verb: string): string {
  const { conferences } = core
  SWITCHES[verb]?.(member)
  conferences.tell(room, `${verb}-member`, member)
  // The room lets go of a member a moment later, so that the answer comes first.
  if (verb === 'hup' || verb === 'kick')
    core.timeline.after(0, () => conferences.leave(room, member))
  return `+OK ${verb === 'kick' ? 'kicked' : verb} ${member.id}\n`
}

function each(room: Room, which: string, act: (member: Member) => string): string {
  if (which === 'all') return [...room.members.values()].map(act).join('')
  const member = room.members.get(Number(which))
  return member === undefined ? `-ERR Non-Existant ID ${which}\n` : act(member)
}

function play(core: Core, room: Room, [file = '', which]: readonly string[]): string {
  const member = which === undefined ? undefined : room.members.get(Number(which))
  const length = lengthOf(core, file)
  if (length === undefined) return `-ERR (play) File: ${file} not found.\n`
  const action = which === undefined ? 'play-file' : 'play-file-member'
  core.conferences.tell(room, action, member, { File: file })
  if (length !== Number.POSITIVE_INFINITY)
    core.timeline.after(length, () =>
      core.conferences.tell(room, `${action}-done`, member, { File: file }),
    )
  return `+OK (play) Playing file ${file}${which === undefined ? '' : ` to member ${which}`}\n`
}

function relate(room: Room, [from = '', to = '', how = '']: readonly string[]): string {
  const member = room.members.get(Number(from))
  const other = Number(to)
  if (how === 'clear') {
    member?.nospeak.delete(other)
    member?.nohear.delete(other)
    return `+OK relationship ${from}->${to} cleared.\n`
  }
  if (member === undefined || !room.members.has(other))
    return `-ERR relationship ${from}->${to} not found.\n`
  if (how === 'nospeak') member.nospeak.add(other)
  else if (how === 'nohear') member.nohear.add(other)
  return `+OK ${from}->${to} ${how} set\n`
}

function transfer(
  conferences: Conferences,
  room: Room,
  [to = '', ...which]: readonly string[],
): string {
  return which
    .map(id =>
      each(room, id, member => {
        conferences.transfer(room, member, to)
        return `+OK Member '${id}' sent to conference ${to}.\n`
      }),
    )
    .join('')
}

function counted({ members }: Room): string {
  return `${members.size} member${members.size === 1 ? '' : 's'} rate: 8000 flags: running|dynamic`
}

function listed({ members }: Room): string {
  return [...members.values()]
    .map(({ id, channel, mute, deaf, moderator, ghost }) => {
      const can = [...(deaf ? [] : ['hear']), ...(mute ? [] : ['speak'])]
      const flags = [...can, ...(moderator ? ['moderator'] : []), ...(ghost ? ['ghost'] : [])]
      return `${id};sofia/drachtio_mrf/nobody;${channel.uuid};unknown;;${flags.join('|')};0;0;100\n`
    })
    .join('')
}
