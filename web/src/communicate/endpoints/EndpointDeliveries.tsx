import { Badge, Group, Text, Title } from '@mantine/core'
import type { EndpointDelivery } from '../../../../server/src/communicate/endpoints/endpoints.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useAgain } from '../../ui/use-again.ts'
import { useList } from '../../ui/use-list.ts'
import { useWrite } from '../../ui/use-write.ts'
import { deliveriesKey, type Endpoint, endpointsKey } from './endpoints.ts'
import styles from './Endpoints.module.css'

const underWay: EndpointDelivery['state'][] = ['planned', 'queued', 'sending']
const ended: EndpointDelivery['state'][] = ['accepted', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown']
const bad: EndpointDelivery['state'][] = ['bounced', 'failed', 'complained']

/** Every update that went to a place, what it answered, and once more where that helps. */
export function EndpointDeliveries({ endpoint }: { endpoint: Endpoint }) {
  const list = useList<EndpointDelivery>(deliveriesKey(endpoint.id), `/api/endpoints/${endpoint.id}/deliveries`, { limit: 20 })
  const moves = list.data?.pages.some(({ items }) => items.some(({ state }) => underWay.includes(state)))
  useAgain(endpointsKey, moves ? 2_000 : undefined)
  return (
    <section aria-label={t('endpoints.deliveries')}>
      <Title order={3} mb="xs">
        {t('endpoints.deliveries')}
      </Title>
      <Listed
        list={list}
        empty={
          <Text size="sm" c="dimmed">
            {t('endpoints.noDeliveries')}
          </Text>
        }
      >
        {(deliveries) => (
          <ul className={styles.list}>
            {deliveries.map((delivery) => (
              <Delivery key={delivery.id} delivery={delivery} endpoint={endpoint} />
            ))}
          </ul>
        )}
      </Listed>
    </section>
  )
}

function Delivery({
  delivery: { id, crisis, title, state, attempts, answer, dueAt, changedAt },
  endpoint,
}: {
  delivery: EndpointDelivery
  endpoint: Endpoint
}) {
  const replay = useWrite({ path: `/api/endpoints/${endpoint.id}/deliveries/${id}/replay`, touches: [endpointsKey], done: t('endpoints.againDone') })
  return (
    <li className={styles.delivery}>
      <div>
        <Group gap="xs">
          <Text size="sm" fw={600} className="lw-clip">
            {title}
          </Text>
          <Badge color={bad.includes(state) ? 'red' : state === 'accepted' || state === 'delivered' ? 'green' : 'gray'}>{tOf('delivery', state)}</Badge>
        </Group>
        <Text size="sm" className="lw-prewrap">
          {answer ?? t('endpoints.noAnswer')}
        </Text>
        <Text size="xs" c="dimmed">
          {[crisis, tn('endpoints.tries', attempts), dueAt && t('dispatch.again', { at: atNear(dueAt) })].filter(Boolean).join(' · ')}
          {changedAt && (
            <>
              {' · '}
              <Moment at={changedAt} />
            </>
          )}
        </Text>
      </div>
      <ActionButton
        write={replay}
        body={undefined}
        size="compact-sm"
        variant="default"
        may="settings"
        disabled={!ended.includes(state)}
        label={t('endpoints.againOf', { title, crisis })}
      >
        {t('endpoints.again')}
      </ActionButton>
    </li>
  )
}
