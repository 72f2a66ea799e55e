import { t, tOf } from '../../strings/t.ts'
import { level } from '../../stabilize/crisis/severity.ts'
import { Card } from '../../ui/Card.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Plan.module.css'
import { roleName, useShown } from './playbook.ts'

/** Seats, from when on they must be filled, and what their holders decide alone. */
export function RolesCard() {
  const { roles } = useShown().playbook
  return (
    <Card title={t('playbook.roles')}>
      <Scrollable label={t('playbook.roles')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('playbook.role')}</th>
              <th scope="col">{t('playbook.needed')}</th>
              <th scope="col">{t('playbook.decides')}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(roles).map(([role, plan]) => (
              <tr key={role}>
                <th scope="row">
                  <b>{roleName(role, roles)}</b>
                  {plan.about && <div className={styles.help}>{plan.about}</div>}
                </th>
                <td className={styles.quiet}>{plan.neededFrom === undefined ? t('playbook.needed.never') : tOf('playbook.needed', level(plan.neededFrom))}</td>
                <td>
                  <ul className={styles.plain}>
                    {plan.decides.map((each) => (
                      <li key={each}>{each}</li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Card>
  )
}
