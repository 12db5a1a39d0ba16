import { describe, expect, it } from 'vitest'
import type { Endpoint, MediaServer } from './packages.ts'
import { OFFER, type Rig, useRig } from './rig.ts'

const ROOM = 'op-1'
const PROFILE = { profile: 'carillon' }

describe('a conference of the FreeSWITCH double', () => {
  const rig = useRig()

  it('begins with its first member and is gone with its last', async () => {
    const { freeswitch } = rig().world
    const [, operator, person] = await three(rig())
    await rig().soon(operator.join(ROOM, { ...PROFILE, flags: { moderator: true } }))
    const { memberId } = await rig().soon(person.join(ROOM, PROFILE))
    expect(memberId).toBe(2)
    expect(freeswitch.membersOf(ROOM)).toEqual([operator.uuid, person.uuid])
    expect(freeswitch.hears(operator.uuid, person.uuid)).toBe(true)
    await rig().soon(person.destroy())
    await rig().soon(operator.destroy())
    expect(freeswitch.left.conferences).toBe(0)
  })

  it('lets go of a member, whose channel lives on and may join again', async () => {
    const [server, operator, person] = await three(rig())
    await rig().soon(operator.join(ROOM, PROFILE))
    const { memberId } = await rig().soon(person.join(ROOM, PROFILE))
    expect(await rig().soon(server.api(`conference ${ROOM} hup ${memberId}`))).toBe('+OK hup 2\n')
    await rig().world.until(() => rig().world.freeswitch.membersOf(ROOM).length === 1)
    expect(person.connected).toBe(true)
    expect((await rig().soon(person.join(ROOM, PROFILE))).memberId).toBe(memberId)
    await rig().soon(server.api(`conference ${ROOM} kick ${memberId}`))
    await rig().world.until(() => rig().world.freeswitch.membersOf(ROOM).length === 1)
    expect(person.connected).toBe(true)
  })

  it('tells each member only of itself, and a room to whom it is filtered', async () => {
    const [, operator, person] = await three(rig())
    const heard: string[] = []
    const listen = (event: { getHeader(name: string): string | null }): void => {
      if (event.getHeader('Member-ID') !== null)
        heard.push(`${event.getHeader('Action')} ${event.getHeader('Member-ID')}`)
    }
    const { confUuid } = await rig().soon(operator.join(ROOM, PROFILE))
    await rig().world.settled()
    operator.conn.on('esl::event::CUSTOM::*', listen)
    await rig().soon(person.join(ROOM, PROFILE))
    expect(heard).toEqual([])
    const conn = operator.conn as unknown as { filter(name: string, value: string): void }
    conn.filter('Conference-Unique-ID', confUuid)
    await rig().world.settled()
    rig().world.freeswitch.talks(person.uuid, true)
    await rig().soon(person.destroy())
    expect(heard).toEqual(['start-talking 2', 'del-member 2'])
  })

  it('makes one who listens heard by nobody, by the operator alone, or by both', async () => {
    const { freeswitch } = rig().world
    const [server, operator, person] = await three(rig())
    const supervisor = await rig().endpoint(server, OFFER)
    await rig().soon(operator.join(ROOM, PROFILE))
    const { memberId: personId } = await rig().soon(person.join(ROOM, PROFILE))
    const flags = { mute: true, ghost: true }
    const { memberId } = await rig().soon(supervisor.join(ROOM, { ...PROFILE, flags }))
    const heardBy = () => [operator, person].map(one => freeswitch.hears(one.uuid, supervisor.uuid))
    const say = (words: string) => rig().soon(server.api(`conference ${ROOM} ${words}`))
    expect([freeswitch.hears(supervisor.uuid, person.uuid), ...heardBy()]).toEqual([
      true,
      false,
      false,
    ])
    await say(`relate ${memberId} ${personId} nospeak`)
    await say(`unmute ${memberId}`)
    expect(heardBy()).toEqual([true, false])
    await say(`relate ${memberId} ${personId} clear`)
    expect(heardBy()).toEqual([true, true])
  })

  it('an endpoint made without a description is mute and ignores commands until modified', async () => {
    const [server, operator] = await three(rig())
    const adrift = await rig().endpoint(server)
    await rig().soon(operator.join(ROOM, PROFILE))
    await rig().soon(adrift.join(ROOM, PROFILE))
    expect(rig().world.freeswitch.hears(adrift.uuid, operator.uuid)).toBe(false)
    const setting = adrift.set({ campaign: 'spring' })
    expect(await rig().settles(setting)).toBe(false)
    await rig().soon(adrift.modify(OFFER))
    expect(rig().world.freeswitch.hears(adrift.uuid, operator.uuid)).toBe(true)
    await rig().soon(setting)
  })

  it('moves a member to another room', async () => {
    const [server, operator, person] = await three(rig())
    await rig().soon(operator.join(ROOM, PROFILE))
    await rig().soon(person.join(ROOM, PROFILE))
    await rig().soon(server.api(`conference ${ROOM} transfer op-2 2`))
    expect(rig().world.freeswitch.membersOf('op-2')).toEqual([person.uuid])
  })

  it('says what it does not know', async () => {
    const [server, operator] = await three(rig())
    const say = (words: string) => rig().soon(server.api(`conference ${words}`))
    await rig().soon(operator.join(ROOM, PROFILE))
    expect(await say('nowhere list')).toBe('-ERR Conference nowhere not found\n')
    expect(await say(`${ROOM} hup 99`)).toBe('-ERR Non-Existant ID 99\n')
    expect(await say(`${ROOM} dance`)).toBe("-ERR Conference command 'dance' not found.\n")
    expect(await say(`${ROOM} list count`)).toBe('1')
  })
})

async function three(rig: Rig): Promise<readonly [MediaServer, Endpoint, Endpoint]> {
  const server = await rig.media()
  return [server, await rig.endpoint(server, OFFER), await rig.endpoint(server, OFFER)]
}
