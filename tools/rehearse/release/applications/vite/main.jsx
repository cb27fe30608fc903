import { createRoot } from 'react-dom/client';
import Heatmap from './heatmap.jsx';

createRoot(document.getElementById('root')).render(<Heatmap digit={5} />);
