import { Stack, Text } from '@mantine/core'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Moves } from './Moves.tsx'
import { ServiceShare } from './ServiceShare.tsx'

/** Services come back one after the other, each by shares; the next step is one press. */
export function SharesCard({ view: { services, moves } }: { view: RestorationView }) {
  if (services.length === 0) return null
  const names = new Map(services.map(({ id, name }) => [id, name]))
  return (
    <Card title={t('shares.title')}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('shares.text')}
        </Text>
        {services.map((service, i) => (
          <ServiceShare key={service.id} service={service} before={services[i - 1]} all={services} />
        ))}
        {moves.length > 0 && <Moves moves={moves} names={names} />}
      </Stack>
    </Card>
  )
}
