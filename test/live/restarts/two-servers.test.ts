import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import { TwoServers } from './two-servers-of-a-kind.ts'

const two = TwoServers.of('freeswitch')!

describe.skipIf(two === null)('a campaign on two FreeSWITCH servers', () => {
  beforeAll(() => two.begin(), minutes(1))
  afterAll(() => two.end(), minutes(1))
  beforeEach(() => two.whole(), minutes(1))

  test(
    'One is drained without a word to anybody, goes away, and is taken back.',
    async () => {
      const { campaign } = two
      // What rang until now rang for those who came to work.
      await campaign.everyoneTalks()
      await campaign.everyoneTalks()
      await two.drain()
      expect(campaign.phonesRung).toBe(0)
      await two.endSecond('SIGTERM')
      await campaign.everyoneTalks()
      expect(campaign.phonesRung).toBe(0)
      await two.startSecond()
      await campaign.everyoneTalks()
    },
    minutes(3),
  )

  test(
    'One is killed, at the cost of its own calls: the others go on, and nobody is called twice.',
    async () => {
      const { campaign } = two
      await campaign.everyoneTalks()
      await two.endSecond('SIGKILL')
      const called = campaign.placed.length
      await campaign.everyoneTalks()
      expect(campaign.placed.length).toBeGreaterThan(called)
      expect(await campaign.state(two.name)).toMatchObject({ state: 'down' })
      await two.startSecond()
      await campaign.everyoneTalks()
      expect(new Set(campaign.placed).size).toBe(campaign.placed.length)
    },
    minutes(3),
  )
})
