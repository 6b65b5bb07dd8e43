/** Hubs that compete for one instrument, each in a process of its own. */
import { Child } from './child.ts'
import type { HubMessage, HubSettings } from './hub-process.ts'

export class HubChild extends Child<HubMessage> {
  /** @param under what starts it, such as `unshare --net` */
  constructor(settings: HubSettings, under: readonly string[] = []) {
    super('hub-process.ts', settings, under)
  }

  /** What it said last of its office; undefined before it has. */
  get office(): string | undefined {
    return this.heard
      .findLast(({ line }) => line !== undefined)
      ?.line?.split(', ')
      .at(-1)
  }

  /** Resolves when that is its office, now or next. */
  async until(office: 'owner' | 'standby'): Promise<void> {
    if (this.office !== office) await this.next(({ line }) => line?.endsWith(`, ${office}`) === true)
  }
}
