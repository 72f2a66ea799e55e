// Services in the order of the status page: those of a group together, in the place of the first of them.
type Placed = { key: string; name: string; group: string | null; position: number }
export type Block<Service extends Placed> = { group: string | null; services: Service[] }

export function blocksOf<Service extends Placed>(services: Service[]): Block<Service>[] {
  const sorted = services.toSorted((one, other) => one.position - other.position || one.name.localeCompare(other.name) || one.key.localeCompare(other.key))
  const blocks: Block<Service>[] = []
  for (const service of sorted) {
    const block = service.group === null ? undefined : blocks.find(({ group }) => group === service.group)
    if (block) block.services.push(service)
    else blocks.push({ group: service.group, services: [service] })
  }
  // Of two that stand at the same position, the one without a group comes first, as on the page.
  return blocks.toSorted((one, other) => first(one) - first(other) || (one.group ?? '').localeCompare(other.group ?? ''))
}
const first = ({ services }: { services: Placed[] }) => services[0]?.position ?? 0

/** One step up (-1) or down (1); at the end nothing moves. */
export function moved<Item>(items: Item[], from: number, by: -1 | 1): Item[] {
  const to = from + by
  if (to < 0 || to >= items.length) return items
  const next = [...items]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

export const keysOf = <Service extends Placed>(blocks: Block<Service>[]): string[] => blocks.flatMap(({ services }) => services.map(({ key }) => key))
