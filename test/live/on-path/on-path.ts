import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether both servers are installed where a shell finds them. */
export const serversAreOnPath = (path = process.env.PATH ?? ''): boolean =>
  ['drachtio', 'freeswitch'].every(program =>
    path.split(delimiter).some(folder => isProgram(join(folder, program))),
  )

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
