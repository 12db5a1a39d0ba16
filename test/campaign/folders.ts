import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { loadCampaign } from '../../src/app/load-campaign.ts'
import type { Loaded } from '../../src/campaign/parse/folder.ts'

/** The smallest campaign file: everything else has a default. */
export const SMALL = `title: Small
callerId: +442079460100
contacts: { phones: phone, country: GB }
hours: { zone: Europe/London }
message: We called about your order.
dispositions:
  - { id: done, label: done, then: finish }
  - { id: later, label: later, then: callback }
`

/** A site with one of everything. */
export const SITE = `title: Site
trunks:
  - { id: city, lines: 10, callsPerSecond: 2 }
budgets:
  - { id: all, limit: 3%, window: day, zone: Europe/London }
operators:
  - { id: anna, name: Anna, campaigns: [small] }
`

/**
 * Files of a site with the campaign `small`, by their path; those given here take the place of
 * sound ones.
 */
export type Files = Readonly<Record<string, string | Uint8Array | null>>

const sound: Files = {
  'site.yaml': SITE,
  'small/campaign.yaml': SMALL,
  'small/contacts.csv': 'phone,name\n+442079460101,Ada\n',
}

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

/** Writes files into a new folder, which goes when the tests are over. @returns the folder. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-campaigns-'))
  made.push(folder)
  for (const [path, content] of Object.entries({ ...sound, ...files })) {
    if (content === null) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Loads the campaign `small` from such files. */
export const load = (files: Files): Loaded => loadCampaign(join(folderWith(files), 'small'))

/** What is wrong with such files, as `campaign.yaml:3:5: …`, whatever folder they lie in. */
export function problemsOf(files: Files): string[] {
  const loaded = load(files)
  if (loaded.ok) return []
  return loaded.problems.map(({ file, line, column, problem }) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    return `${name}:${line}:${column}: ${problem.replaceAll(/\S*carillon-campaigns-\w+\//g, '')}`
  })
}

/** What is wrong with the small campaign when this is added at its end, without the place. */
export const problemsWith = (more: string): string[] =>
  problemsOf({ 'small/campaign.yaml': SMALL + more }).map(text => text.replace(/^\S+ /, ''))
