import { Component, type ReactNode } from 'react';
import { Failure } from './failure.js';

/** Where a page that fails is told of, with a way to have it once more. */
export class FailureBoundary extends Component<{ readonly children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (!('error' in this.state)) return this.props.children;
    return <Failure error={this.state.error} again={() => location.reload()} isWhole />;
  }
}
