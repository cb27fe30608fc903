import Heatmap from './heatmap.jsx';

export default function Page() {
  return <Heatmap digit={5} />;
}
