import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { useMay, useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { announce } from '../../ui/Announcer.tsx'
import { Card } from '../../ui/Card.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { servicesKey } from './brands.ts'
import { type Block, blocksOf, keysOf, moved } from './service-order.ts'
import { MoveButtons, ServiceRow } from './ServiceRow.tsx'
import { ServiceDialog } from './ServiceDialog.tsx'
import styles from './Services.module.css'

/** A new order is laid out first and saved as a whole: customers never read half of it. */
export function BrandServices({ brand, services }: { brand: BrandView; services: ServiceView[] }) {
  const before = blocksOf(services)
  // What stands at another place meanwhile, or is there anew, is laid out anew.
  const base = services.map(({ key, group, position }) => `${key}/${group}/${position}`).join('\n')
  const [draft, setDraft] = useState<{ base: string; blocks: string[][] }>()
  const blocks = draft?.base === base ? laidOut(services, draft.blocks) : before
  const [editing, setEditing] = useState<ServiceView>()
  const { data: session } = useSession()
  const may = useMay('registry')
  const save = useWrite<ServiceView[], { services: string[] }>({
    method: 'PUT',
    path: `/api/brands/${brand.slug}/service-order`,
    touches: [servicesKey],
    done: t('services.ordered', { brand: brand.name }),
  })
  const order = (next: Block<ServiceView>[], name: string, place: number, of: number) => {
    setDraft({ base, blocks: next.map((block) => keysOf([block])) })
    announce(t('services.movedTo', { name, place, of }))
  }
  const moveBlock = (at: number, by: -1 | 1, name: string) => order(moved(blocks, at, by), name, at + by + 1, blocks.length)
  const moveService = (block: Block<ServiceView>, at: number, by: -1 | 1, name: string) =>
    order(
      blocks.map((each) => (each === block ? { ...each, services: moved(each.services, at, by) } : each)),
      name,
      at + by + 1,
      block.services.length,
    )
  const keys = keysOf(blocks)
  const changed = keys.join('\n') !== keysOf(before).join('\n')
  return (
    <Card
      title={brand.name}
      aside={
        <Anchor href={`${session?.statusUrl}/${brand.slug}/`} target="_blank" rel="noreferrer" size="sm">
          {t('services.page')} <Icon name="link" size={14} />
        </Anchor>
      }
    >
      {services.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('services.none')}
        </Text>
      )}
      <ul className={styles.list}>
        {blocks.map((block, i) => {
          const [alone] = block.services
          const mover = (name: string, key: string) =>
            may && <MoveButtons name={name} at={i} of={blocks.length} move={(by) => moveBlock(i, by, name)} key={key} />
          if (block.group === null)
            return (
              alone && <ServiceRow key={alone.key} service={alone} change={may ? () => setEditing(alone) : undefined} mover={mover(alone.name, alone.key)} />
            )
          return (
            <li key={`group ${block.group}`} className={styles.group}>
              <div className={styles.line}>
                <Text fw={600} className="lw-clip">
                  {block.group}
                </Text>
                {mover(block.group, block.group)}
              </div>
              <ul className={styles.inner} aria-label={t('services.ofGroup', { group: block.group })}>
                {block.services.map((service, at) => (
                  <ServiceRow
                    key={service.key}
                    service={service}
                    change={may ? () => setEditing(service) : undefined}
                    mover={
                      may && <MoveButtons name={service.name} at={at} of={block.services.length} move={(by) => moveService(block, at, by, service.name)} />
                    }
                  />
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
      {changed && (
        <Group className={styles.save} justify="space-between" gap="sm">
          <Text size="sm">{t('services.notSaved')}</Text>
          <Group gap="xs" align="flex-start">
            <Button size="sm" variant="default" onClick={() => setDraft(undefined)}>
              {t('services.undo')}
            </Button>
            <ActionButton write={save} body={{ services: keys }} size="sm" may="registry">
              {t('services.saveOrder')}
            </ActionButton>
          </Group>
        </Group>
      )}
      {editing && (
        <ServiceDialog
          service={editing}
          groups={[...new Set(services.flatMap(({ group }) => (group === null ? [] : [group])))]}
          unsaved={changed}
          close={() => setEditing(undefined)}
        />
      )}
    </Card>
  )
}

/** The services as they are now, in an order of keys. */
const laidOut = (services: ServiceView[], blocks: string[][]): Block<ServiceView>[] =>
  blocks.map((keys) => {
    const own = keys.flatMap((key) => services.find((service) => service.key === key) ?? [])
    return { group: own[0]?.group ?? null, services: own }
  })
