import type { Ids } from '../wire/ids.ts'
import type { Channel } from './channel.ts'
import type { EslEvent } from './esl/events.ts'

/** A channel within a conference. */
export interface Member {
  readonly id: number
  readonly channel: Channel
  readonly moderator: boolean
  readonly ghost: boolean
  mute: boolean
  deaf: boolean
  /** Members by number whom it cannot be heard by, or does not hear. */
  readonly nospeak: Set<number>
  readonly nohear: Set<number>
  /** What happens when it leaves: its application is over. */
  readonly onLeave: () => void
}

/** A room. */
export interface Room {
  readonly name: string
  readonly uuid: string
  readonly profile: string
  readonly members: Map<number, Member>
}

/** All rooms. A room begins with its first member and is gone with its last. */
export class Conferences {
  readonly rooms = new Map<string, Room>()
  private readonly ids: Ids
  private readonly emit: (event: EslEvent) => void
  private lastMember = 0

  constructor(ids: Ids, emit: (event: EslEvent) => void) {
    this.ids = ids
    this.emit = emit
  }

  /** @param argument of the application: `room@profile+pin+flags{a|b}`. */
  join(channel: Channel, argument: string, onLeave: () => void): void {
    const [, name = '', profile = 'default', flags = ''] =
      /^([^@+]+)(?:@([^+]+))?(?:\+[^+]*)?(?:\+flags\{(.*)\})?$/.exec(argument) ?? []
    const has = (flag: string): boolean => flags.split('|').includes(flag)
    if (channel.memberId === 0) channel.memberId = ++this.lastMember
    const room = this.roomNamed(name, profile)
    const member: Member = {
      id: channel.memberId,
      channel,
      moderator: has('moderator'),
      ghost: has('ghost'),
      mute: has('mute'),
      deaf: has('deaf'),
      nospeak: new Set(),
      nohear: new Set(),
      onLeave,
    }
    room.members.set(member.id, member)
    this.tell(room, 'add-member', member)
    if (room.members.size === 1) this.tell(room, 'floor-change', member, { 'Old-ID': 'none' })
  }

  /** Takes a member out. Its channel lives on. */
  leave(room: Room, member: Member): void {
    if (!room.members.delete(member.id)) return
    this.tell(room, 'del-member', member)
    if (room.members.size === 0) {
      this.rooms.delete(room.name)
      this.tell(room, 'conference-destroy')
    }
    member.onLeave()
  }

  /** Moves a member to another room under the same application. */
  transfer(room: Room, member: Member, to: string): void {
    this.tell(room, 'transfer', member)
    room.members.delete(member.id)
    this.tell(room, 'del-member', member)
    const other = this.roomNamed(to, 'default')
    other.members.set(member.id, member)
    this.tell(other, 'add-member', member)
    if (room.members.size > 0) return
    this.rooms.delete(room.name)
    this.tell(room, 'conference-destroy')
  }

  /** @returns where a channel is a member. */
  placeOf(channel: Channel): { readonly room: Room; readonly member: Member } | undefined {
    for (const room of this.rooms.values())
      for (const member of room.members.values())
        if (member.channel === channel) return { room, member }
    return undefined
  }

  /** Whether what `speaker` says reaches `listener` within a room. */
  hears(listener: Channel, speaker: Channel): boolean {
    const one = this.placeOf(listener)
    const other = this.placeOf(speaker)
    if (one === undefined || one.room !== other?.room || one.member === other.member) return false
    const closed = one.member.nohear.has(other.member.id) || other.member.nospeak.has(one.member.id)
    return !one.member.deaf && !other.member.mute && !closed && listener.sends
  }

  tell(
    room: Room,
    action: string,
    member?: Member,
    more: Readonly<Record<string, string>> = {},
  ): void {
    const about = {
      'Event-Subclass': 'conference::maintenance',
      'Conference-Name': room.name,
      'Conference-Size': String(room.members.size),
      'Conference-Profile-Name': room.profile,
      'Conference-Unique-ID': room.uuid,
    }
    const who = member === undefined ? {} : memberHeaders(member)
    this.emit({ name: 'CUSTOM', headers: { ...about, ...who, Action: action, ...more } })
  }

  private roomNamed(name: string, profile: string): Room {
    const known = this.rooms.get(name)
    if (known !== undefined) return known
    const room: Room = { name, uuid: this.ids.uuid(), profile, members: new Map() }
    this.rooms.set(name, room)
    this.tell(room, 'conference-create')
    return room
  }
}

function memberHeaders(member: Member): Readonly<Record<string, string>> {
  return {
    ...member.channel.headers(),
    Hear: String(!member.deaf),
    Speak: String(!member.mute),
    'Member-ID': String(member.id),
    'Member-Type': member.moderator ? 'moderator' : 'member',
    'Member-Ghost': String(member.ghost),
  }
}
