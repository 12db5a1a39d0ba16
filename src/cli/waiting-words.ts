import type { PreparedSite } from '../app/prepare.ts'
import type { Campaign } from '../campaign/campaign.ts'

/** What campaigns will wait for when they are run: said at once, as it may be for ever. */
export async function waitingWords(prepared: PreparedSite): Promise<string[]> {
  const words = await Promise.all(prepared.campaigns.map(one => wordsOf(one, prepared)))
  return words.flat()
}

async function wordsOf(
  { id, contacts }: Campaign,
  { site, store, leftCards, stopped }: PreparedSite,
): Promise<string[]> {
  const words: string[] = []
  const say = (what: string) => words.push(`${id}: ${what}`)
  if (stopped.includes(id))
    say('it was stopped, so nothing is dialed. Start it with --start or "carillon campaign start".')
  const { total, finished } = await store.funnel(id, 0)
  if (total === 0) say(`there is nobody to call: no row of ${contacts.file} became a contact.`)
  else if (Object.values(finished).reduce((sum, one) => sum + one, 0) === total)
    say(
      'every contact is finished, so nobody is called. Import more contacts, or start over with --fresh.',
    )
  if (!site.operators.some(({ campaigns }) => campaigns.includes(id)))
    say('no operator is at work, so nothing is dialed. Name some in the site file or --operators.')
  const absent = leftCards.filter(({ campaign }) => campaign === id).map(one => one.operator)
  if (absent.length > 0) {
    const who = [...new Set(absent)].join(', ')
    say(`open cards wait for operators who are not here: ${who}. See "carillon cards list".`)
  }
  return words
}
