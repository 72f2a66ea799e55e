import { Code, Text } from '@mantine/core'
import type { ShownTemplate } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Templates.module.css'

/** What can be put in. */
export function Variables({ variables }: { variables: ShownTemplate['variables'] }) {
  return (
    <details>
      <summary>
        <Text span size="sm" fw={600}>
          {t('templates.variables')}
        </Text>
      </summary>
      <Text size="sm" c="dimmed" my={6}>
        {t('templates.variablesHint')}
      </Text>
      <Scrollable label={t('templates.variables')}>
        <table className={styles.table}>
          <tbody>
            {variables.map(({ name, type, example, meaning }) => (
              <tr key={name}>
                <th scope="row">
                  <Code>{`{{ ${name} }}`}</Code>
                  <Text size="xs" c="dimmed">
                    {tOf('templates.type', type)}
                  </Text>
                </th>
                <td>
                  {meaning}
                  <Text size="xs" c="dimmed">
                    {example}
                  </Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </details>
  )
}
