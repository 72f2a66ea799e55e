import { Alert, List } from '@mantine/core'
import type { MaintenancePreview } from '../../../../server/src/communicate/maintenance/maintenance.contract.ts'
import { t } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { TextLink } from '../../ui/links.tsx'
import { readersZone, spanIn } from '../../ui/zoned.ts'

/** What the same services meet at that time: a crisis that is open, other work. */
export function Overlaps({ overlaps }: { overlaps: MaintenancePreview['overlaps'] }) {
  return (
    <div role="status">
      {overlaps.length > 0 && (
        <Alert color="amber" p="sm" icon={<Icon name="alert" />} title={t('maintenance.overlaps')}>
          <List size="sm">
            {overlaps.map((each) => (
              <List.Item key={each.id}>
                {each.kind === 'crisis' ? (
                  <>
                    <TextLink to="/crises/$crisisId" params={{ crisisId: each.id }} size="sm" target="_blank">
                      {each.number} {each.title}
                    </TextLink>{' '}
                    {t('maintenance.openNow')}
                  </>
                ) : (
                  `${each.title}${each.startsAt && each.endsAt ? `, ${spanIn(Date.parse(each.startsAt), Date.parse(each.endsAt), readersZone())}` : ''}`
                )}
                : {each.services.join(', ')}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  )
}
