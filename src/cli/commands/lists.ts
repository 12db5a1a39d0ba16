import { Command } from 'commander'
import { EXIT } from '../output.ts'
/** later */
export function listsCommand(finish: (code: number) => void): Command {
  return new Command('lists').action(() => finish(EXIT.done))
}
