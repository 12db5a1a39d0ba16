import { resolve } from 'node:path'
import { hostTimeline } from '../../base/host-timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { importList } from '../../lists/import.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import type { Store } from '../../store/port.ts'

export type { DuplicateItem, FaultReport, ImportReport } from '../../lists/report.ts'

/** What is told of an import: how far it is, and at the end what came of it. */
export type ImportNotice =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'report'; readonly report: ImportReport }

/** Imports the list a campaign's own file names, unless that very file was imported before. */
export async function importOwnLists(
  what: { readonly campaign: Campaign; readonly folder: string; readonly store: Store },
  onNotice: (notice: ImportNotice) => void,
): Promise<void> {
  const { campaign, folder, store } = what
  const request = {
    campaign: campaign.id,
    file: resolve(folder, campaign.contacts.file),
    source: campaign.contacts,
    zone: campaign.hours.zone,
    at: hostTimeline.wall(),
    hints: { encoding: null, separator: null },
    rejectedFile: null,
  }
  const onProgress = (progress: ImportProgress): void => onNotice({ kind: 'progress', progress })
  const report = await importList(request, store, { onProgress })
  onNotice({ kind: 'report', report })
}
